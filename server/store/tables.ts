import type { Generated } from 'kysely'

/** The tables as the queries see them. Instants are epoch ms; 0 and 1 stand for no and yes. */
export interface Tables {
  practice: { id: string; document: string; rules_version: number; data_version: number; updated_at: number }
  request: RequestTable
  appointment: AppointmentTable
  claim: { practice: string; resource: string; quantum: number; lane: number; holder: string }
  idempotency: { practice: string; key: string; body_hash: string; reply: string; keep_until: number }
  change: { practice: string; version: number; item: string }
  hold: HoldTable
  private_link: { practice: string; hash: string; request: string; purpose: string; expires_at: number }
  spent_proof: { practice: string; id: string; expires_at: number }
  outbox: { practice: string; id: string; at: number; topic: string; subject: string }
  audit: {
    practice: string
    id: string
    at: number
    actor: string
    action: string
    subject: string
    detail: string | null
  }
  origin: { practice: string; origin: string; is_allowed: number; refused_times: number; last_at: number }
  staff: { practice: string; user_id: string; role: Generated<string> }
  staff_invitation: {
    practice: string
    hash: string
    email: string
    role: string
    invited_by: string
    expires_at: number
  }
  setting: { practice: string; document: string; version: number }
  message: MessageTable
  connection: {
    practice: string
    document: string
    version: number
    state: string
    warned: string | null
    lease_holder: string | null
    lease_until: number
  }
  pms_name: { practice: string; kind: string; id: string; name: string }
  unreadable: {
    practice: string
    id: string
    practitioners: string
    why: string
    since: number
    set_aside_at: number | null
    set_aside_by: string | null
  }
  block: {
    practice: string
    id: string
    practitioners: string
    start_at: number
    end_at: number
    kind: string
    note: string | null
    created_at: number
    created_by: string
  }
  practice_version: { practice: string; place: number; at: number; actor: string; what: string; document: string }
  pms_write: {
    practice: string
    id: string
    request: string
    document: string
    tries: number
    next_at: number
    created_at: number
  }
  patient: PatientTable
  consent: ConsentTable
  patient_link: PatientLinkTable
  patient_session: {
    practice: string
    hash: string
    patient: string
    by: string
    created_at: number
    seen_at: number
    expires_at: number
  }
  patient_passkey: {
    practice: string
    id: string
    patient: string
    name: string
    public_key: string
    counter: number
    transports: string
    created_at: number
    used_at: number | null
  }
  patient_pair: { practice: string; one: string; other: string; at: number; by: string }
}

export interface PatientTable {
  practice: string
  id: string
  given: string
  family: string
  birth_date: string | null
  mobile: string | null
  email: string | null
  language: string | null
  pms_id: string | null
  /** JSON: the five as they were last read from the PMS. What staff have changed here since stays until it moves there. */
  pms_seen: string | null
  origin: string
  created_at: number
  created_by: string
  /** When something of theirs last happened: what is long past is erased. */
  active_at: number
  revision: Generated<number>
  access: Generated<string>
  access_at: number | null
  access_by: string | null
  /** Folded name and birth date; null where one isn't known: who has the same is perhaps the same. */
  identity: string | null
  /** Folded family and given name: lists are in this order. */
  name_key: string
  /** The last digits of the mobile; null where it has fewer. */
  mobile_key: string | null
  search: string
  /** Id of the patient whom it was merged into; of it nothing is left but whom it is in the PMS. */
  merged_into: string | null
}

/** One change of a consent; none is ever overwritten. */
export interface ConsentTable {
  practice: string
  id: string
  patient: string
  channel: string
  is_given: number
  at: number
  by: string
  how: string
  wording: string
  language: string | null
  request: string | null
  note: string | null
}

/** What was mailed to a patient to open something with: an invitation, or a link to sign in. */
export interface PatientLinkTable {
  practice: string
  id: string
  /** Of the token; the token itself is kept nowhere. */
  hash: string
  patient: string
  purpose: string
  email: string
  created_at: number
  created_by: string
  expires_at: number
  used_at: number | null
  ended_at: number | null
  ended_why: string | null
  /** How often the birth date was wrong. */
  tries: Generated<number>
}

interface TakesTime {
  practice: string
  id: string
  chair: string | null
  start_at: number
  end_at: number
  buffer_before_minutes: number
  buffer_after_minutes: number
}

export interface HoldTable extends TakesTime {
  visitor: string
  reason: string
  practitioners: string
  location: string
  created_at: number
  expires_at: number
}

export interface RequestTable extends TakesTime {
  practitioner: string
  reference: string
  state: string
  created_at: number
  reason: string
  /** JSON list of ids: everyone whom the visit takes. `practitioner` is the first of them. */
  practitioners: string
  anyone: number
  location: string
  given: string
  family: string
  birth_date: string
  mobile: string | null
  email: string | null
  is_new_patient: number
  guardian_given: string | null
  guardian_family: string | null
  note: string | null
  consent_email: number
  consent_text: number
  language: string | null
  source: string | null
  origin: string | null
  hold: string | null
  appointment: string | null
  answered_at: number | null
  answered_by: string | null
  answer_reason: string | null
  /** JSON: the visit as the patient asked for it, once staff have changed it. */
  asked: string | null
  change_cause: string | null
  /** JSON: another time that the patient asks for. */
  wish: string | null
  staff_note: string | null
  /** Moves with every change of the row. */
  revision: Generated<number>
  search: string | null
  erased_at: number | null
  /** Id of the patient. Null: nobody is known by that name, birth date and number. */
  patient: string | null
}

export interface AppointmentTable extends TakesTime {
  practitioner: string
  /** JSON list of ids: everyone whom the visit takes. Null: `practitioner` alone. */
  practitioners: string | null
  /** `new` or `existing`; null: not known, so it counts towards no ceiling of either kind. */
  patients: string | null
  status: string
  reason: string | null
  given: string | null
  family: string | null
  birth_date: string | null
  mobile: string | null
  email: string | null
  patient_id: string | null
  /** The request that it was made from. */
  request: string | null
  location: string | null
  created_at: number | null
  created_by: string | null
  search: string | null
  erased_at: number | null
  /** Where it comes from; null: it was made here. */
  pms_id: string | null
  pms_version: string | null
  pms_hash: string | null
  pms_written_at: number | null
  /** JSON: names, numbers and addresses of its patient beside the five. */
  known_as: string | null
  /** 0: it is with nobody and nothing of ours. */
  takes_time: Generated<number>
  /** Id of the patient, as here. */
  patient: string | null
}

export interface MessageTable {
  practice: string
  id: string
  topic: string
  request: string | null
  /** Id of the link to a patient that it brings. */
  patient_link: string | null
  recipient: string
  to_patient: number
  /** JSON: subject, text, html, calendar. */
  content: string
  state: string
  created_at: number
  tries: number
  next_at: number
  sent_at: number | null
  fault: string | null
}
