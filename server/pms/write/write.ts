import type { ChangeCause } from '../../contract/answer.ts'
import type { StoredPmsWrite } from '../../store/pms-writes.ts'

/* What staff, or a patient, want to stand in the PMS. It is kept before the PMS is asked, and goes with the commit that says
   what came of it: whoever finds it after a crash asks the PMS again, and since each change there is conditional, nothing is
   done twice. */

/** A visit as it is to stand in the PMS, in our own ids. */
export interface WantedVisit {
  readonly start: number
  readonly end: number
  readonly practitioners: readonly [string, ...string[]]
  readonly chair: string | null
  readonly reason: string
  readonly location: string
}

interface Asked {
  /** As in the audit. */
  readonly actor: string
  /** Why it hasn't been done yet, in words. */
  readonly fault: string | null
}

/** A request is accepted: its appointment is made. */
export interface CreateWrite extends Asked {
  readonly kind: 'create'
  readonly visit: WantedVisit
  readonly cause: ChangeCause | null
  readonly mail: 'ask' | 'yes' | 'no'
  readonly overruled: readonly string[]
}

/** An accepted visit moves. */
export interface MoveWrite extends Asked {
  readonly kind: 'move'
  readonly visit: WantedVisit
  readonly cause: ChangeCause
  readonly overruled: readonly string[]
  /** Of the PMS. */
  readonly appointment: string
  readonly version: string | null
}

/** A visit is called off. */
export interface CancelWrite extends Asked {
  readonly kind: 'cancel'
  readonly appointment: string
  readonly reason: string | null
  readonly isTold: boolean
  /** The request is cancelled here already, whatever the PMS says. */
  readonly isCancelledHere: boolean
}

export type Write = CreateWrite | MoveWrite | CancelWrite

export const writeOf = ({ document }: StoredPmsWrite) => document as Write

/** The place that a write keeps while the PMS is asked: a hold with this id. */
export const holdOf = (write: string) => `write-${write}`
