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
  audit: { practice: string; id: string; at: number; actor: string; action: string; subject: string }
  origin: { practice: string; origin: string; is_allowed: number; refused_times: number; last_at: number }
  staff: { practice: string; user_id: string }
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
  erased_at: number | null
}

export interface AppointmentTable extends TakesTime {
  practitioner: string
  status: string
  reason: string | null
  given: string | null
  family: string | null
  birth_date: string | null
  mobile: string | null
  email: string | null
  erased_at: number | null
}
