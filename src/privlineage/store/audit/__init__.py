"""The audit whatever holds it: chains of batches, what is checked of them, what retention may take away."""
