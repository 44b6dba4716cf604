"""What a changed bundle tightens and what it loosens: by rules, tags, teams and ways out."""
