"""What a changed bundle would do, before it does: recorded verdicts decided anew, and cases beside a policy."""
