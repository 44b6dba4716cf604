"""What a decision is made of: what a plan moves, what lies there already, what is permitted, and the Decider itself."""
