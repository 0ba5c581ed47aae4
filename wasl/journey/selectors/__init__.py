"""Reading the way: `facts` for rules and gates, `way` for one file's page, `day` for somebody's day."""
