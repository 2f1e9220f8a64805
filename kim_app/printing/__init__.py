"""What leaves the site on paper: PDF files and QR codes."""
