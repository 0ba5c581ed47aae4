"""The closed lists of access: what can be done, how far a role reaches, what a grant is for."""

from enum import StrEnum


class Action(StrEnum):
    """Everything a role can be allowed to do. The programme's roles.toml names these and no others."""

    FILE_VIEW = "file.view"
    FILE_CREATE = "file.create"
    FILE_ASSIGN = "file.assign"
    FILE_HANDOVER = "file.handover"
    FILE_ACCEPT = "file.accept"
    FILE_SEARCH = "file.search"
    FILE_CLOSE = "file.close"
    FILE_REOPEN = "file.reopen"
    ROSTER_IMPORT = "roster.import"
    RECEPTION_RECORD = "reception.record"
    CONSENT_RECORD = "consent.record"
    PERSON_EDIT = "person.edit"
    DOCUMENT_RECORD = "document.record"
    SCAN_VIEW = "scan.view"
    LIST_PRINT = "list.print"
    NOTE_WRITE = "note.write"
    NOTE_READ_OWN_CIRCLE = "note.read_own_circle"
    ASSESSMENT_RECORD = "assessment.record"
    ASSESSMENT_VIEW_CLINICAL = "assessment.view_clinical"
    NEED_RECORD = "need.record"
    GOAL_WRITE = "goal.write"
    PLAN_WRITE = "plan.write"
    PLAN_AGREE = "plan.agree"
    PLAN_LOCK = "plan.lock"
    SERVICE_RECORD = "service.record"
    SERVICE_GROUP = "service.group"
    REVIEW_RECORD = "review.record"
    LEVEL_LOWER = "level.lower"
    CASE_WAIT = "case.wait"
    APPOINTMENT_BOOK = "appointment.book"
    EXIT_ASSESS = "exit.assess"
    EXIT_DECIDE = "exit.decide"
    DEPARTURE_RECORD = "departure.record"
    AFTERCARE_ACCEPT = "aftercare.accept"
    AFTERCARE_CONTACT = "aftercare.contact"
    SEALED_GBV = "sealed.gbv"
    SEALED_GBV_SUPERVISE = "sealed.gbv_supervise"
    SEALED_CHILD = "sealed.child"
    SEALED_CHILD_SUPERVISE = "sealed.child_supervise"
    SEALED_CLINICAL = "sealed.clinical"
    SEALED_CLINICAL_SUPERVISE = "sealed.clinical_supervise"
    TEAM_VIEW = "team.view"
    SITE_VIEW = "site.view"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_APPROVE = "account.approve"
    AUDIT_VIEW = "audit.view"
    AUDIT_VERIFY = "audit.verify"
    NAMES_GRANT = "names.grant"
    PROGRAMME_VIEW = "programme.view"
    PROGRAMME_PROPOSE = "programme.propose"
    PROGRAMME_APPROVE = "programme.approve"
    REPORT_VIEW = "report.view"
    ATTENDANCE_RECORD = "attendance.record"
    COMPLAINT_TAKE = "complaint.take"
    COMPLAINT_HANDLE = "complaint.handle"
    COMPLAINT_SERIOUS = "complaint.serious"
    ASKED_RECORD = "asked.record"
    ASKED_REGISTER = "asked.register"
    PRACTICE_USE = "practice.use"


class Reach(StrEnum):
    """How far a role sees without a grant on the single file."""

    GRANTED = "granted"
    TEAM = "team"
    SITE = "site"
    REALM = "realm"


class SessionKind(StrEnum):
    """What kind of principal holds a session."""

    WEB = "web"
    COMMAND = "command"
    JOB = "job"
    TOKEN = "token"  # noqa: S105 - a kind of session, no secret


class Purpose(StrEnum):
    """Why a person's record is opened; stands beside every look."""

    CARE = "care"
    RECEPTION = "reception"
    SEARCH = "search"
    SUPERVISION = "supervision"
    AFTERCARE = "aftercare"
    PRINT = "print"
    IMPORT = "import"
    RIGHTS = "rights"
    COVER = "cover"


class RequestKind(StrEnum):
    """What about an account takes a second person."""

    INVITE = "invite"
    ROLE = "role"
    ROLE_END = "role_end"
    PASSWORD = "password"  # noqa: S105 - a kind of request, no secret
    FACTOR = "factor"
    BACK = "back"


class Relation(StrEnum):
    """How an account stands to a file: with rights on it, of its team without rights, or a stranger."""

    GRANTED = "granted"
    COLLEAGUE = "colleague"
    STRANGER = "stranger"
