"""The things: plan, assessment, problem. Frozen values."""
