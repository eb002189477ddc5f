"""The training “Eenzaamheid signaleren en bespreekbaar maken”, with its exercise “Huisbezoek”."""
