"""Tests of the training "Rouw & verlies"."""
