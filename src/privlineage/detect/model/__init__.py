"""The model that looks at characters, and the one that weighs all signals; numpy only, weights in the package."""
