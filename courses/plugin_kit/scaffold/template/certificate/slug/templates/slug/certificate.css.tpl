@page {
  margin: 25mm;
  size: A4;
}

body {
  color: #1b2429;
  font: 12pt/1.4 "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
  text-align: center;
}

h1,
h2 {
  color: #0b5563;
}

.name {
  border-bottom: 0.5mm solid #0b5563;
  font-size: 22pt;
  font-weight: bold;
}

.check {
  font-size: 9pt;
  margin-top: 15mm;
}
