"""Reading what people asked of us: complaints, requests for names, looks and corrections."""
