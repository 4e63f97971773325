import { detailsId } from '../focus.ts'
import { Chip } from './chip.tsx'
import { MailText } from './messages-mail-text.tsx'
import type { MessagesPart } from './messages-room.tsx'
import { MessagesSteps } from './messages-steps.tsx'
import { messageKind, messageReader } from './messages-words.ts'

/** How one kind of mail reads. */
export function MessagesTemplate(part: MessagesPart) {
  const { model } = part
  const template = model.openTemplate.value
  const list = model.templates.value
  if (!template || !list) {
    return <div class="details none">{list && <p class="muted">Choose a kind to see how it reads.</p>}</div>
  }
  return (
    <section class="details" aria-labelledby={detailsId}>
      <MessagesSteps {...part} words="Example" />
      <div class="details-head">
        <h2 id={detailsId} tabIndex={-1}>
          {messageKind(template)}
        </h2>
        <Chip icon={template.toPatient ? 'user' : 'inbox'} tone="plain">
          {messageReader(template)}
        </Chip>
        {template.hasCalendar && (
          <Chip icon="cal" tone="outline">
            Calendar entry attached
          </Chip>
        )}
      </div>
      <div class="message-body">
        <MailText subject={template.subject} text={template.text} language={list.language} />
      </div>
    </section>
  )
}
