import type { RequestDetail } from '../../../server/contract/desk.ts'
import type { Answering } from '../../model/answer/answering.ts'
import type { Dialog } from '../../model/answer/dialogs.ts'
import type { Desk } from '../../model/desk.ts'
import type { Portal } from '../../model/portal.ts'

/** What every dialog of an answer is given. */
export type AnswerProps = { portal: Portal; desk: Desk; answering: Answering; request: RequestDetail }
/** With its own part besides. */
export type DialogProps<At extends Dialog['at']> = AnswerProps & { dialog: Extract<Dialog, { at: At }> }
