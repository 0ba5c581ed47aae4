"""Reading appointments: the diary of a worker, a team or a family, and what a week asks of somebody."""
