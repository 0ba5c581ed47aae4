"""Who meets whom, when and where: appointments with a room, an interpreter and somebody to look after the children.

Beside all phases, as an appointment can belong to each of them and must not know which: an interview, a session, a day
of a course, a visit. An appointment takes slots of a quarter of an hour from everybody and everything that it needs;
a slot belongs to one appointment, by a unique key that a trigger of the database fills, so that nobody and nothing is
promised twice whatever the pages do. From the same rows comes how many hours a week asks of each adult.

An appointment of the family's circle may be read by every adult of the file; one of a person's own circle shows to
other workers as busy, nothing more. One of the sealed circle is an envelope of the vault; in the diary stands a busy
hour of its worker, without person and file.
"""
