"""The files of a bundle, one module each: from YAML nodes with positions to the types of `policy.model`."""
