"""Who is reached: figures on the number and the diversity of participants."""
