"""The thread: file, case, need, goal, service, result; plan versions, consents, contacts, civil documents."""
