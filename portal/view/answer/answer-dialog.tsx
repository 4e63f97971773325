import type { Desk } from '../../model/desk.ts'
import type { Portal } from '../../model/portal.ts'
import { AnsweredDialog } from './answered-dialog.tsx'
import { ComparingDialog } from './comparing-dialog.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { CreateDialog } from './create-dialog.tsx'
import { DoneDialog } from './done-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { NoneDialog } from './none-dialog.tsx'
import { PickDialog } from './pick-dialog.tsx'
import { RefuseDialog } from './refuse-dialog.tsx'
import { SameDialog } from './same-dialog.tsx'

/** The question that stands over the desk, if any. */
export function AnswerDialog({ portal, desk }: { portal: Portal; desk: Desk }) {
  const dialog = desk.answering.dialog.value
  const request = desk.answering.request.value
  if (!dialog || !request) return null
  const all = { portal, desk, answering: desk.answering, request }
  switch (dialog.at) {
    case 'comparing':
      return <ComparingDialog {...all} />
    case 'same':
      return <SameDialog {...all} dialog={dialog} />
    case 'none':
      return <NoneDialog {...all} dialog={dialog} />
    case 'correct':
      return <CorrectDialog {...all} dialog={dialog} />
    case 'create':
      return <CreateDialog {...all} dialog={dialog} />
    case 'pick':
      return <PickDialog {...all} picker={dialog.picker} />
    case 'move':
      return <MoveDialog {...all} />
    case 'done':
      return <DoneDialog {...all} dialog={dialog} />
    case 'reject':
    case 'cancel':
      return <RefuseDialog key={dialog.at} {...all} dialog={dialog} />
    case 'answered':
      return <AnsweredDialog {...all} dialog={dialog} />
  }
}
