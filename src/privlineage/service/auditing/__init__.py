"""What people do with the audit: anchors kept elsewhere, and stored verdicts decided again."""
