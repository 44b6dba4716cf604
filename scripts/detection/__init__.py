"""How the model of the detectors is made: generated columns, features, training, calibration."""
