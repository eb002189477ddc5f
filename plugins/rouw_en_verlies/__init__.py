"""The training "Rouw & verlies": staying near someone who lost their partner."""
