"""What takes a second person (law 9): bundles and proposals that loosen, and exemptions."""
