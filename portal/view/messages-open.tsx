import type { ComponentChildren } from 'preact'
import type { Message } from '../../server/contract/settings.ts'
import { detailsId } from '../focus.ts'
import { formatPatient } from '../model/patients-address.ts'
import { formatRoute } from '../model/route.ts'
import { Chip } from './chip.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { MailText } from './messages-mail-text.tsx'
import type { MessagesPart } from './messages-room.tsx'
import { MessagesSteps } from './messages-steps.tsx'
import { languageName, messageKind, messageReader, messageStates } from './messages-words.ts'
import { Notice } from './notice.tsx'

/** The open message: where it stands, and what it says. */
export function MessagesOpen(part: MessagesPart) {
  const { model } = part
  const message = model.open.value
  if (model.openId.value === null) {
    const count = model.list.value?.messages.length ?? 0
    return <div class="details none">{count > 0 && <p class="muted">Choose a message to read it.</p>}</div>
  }
  return (
    <section class="details" key={model.openId.value} aria-labelledby={detailsId}>
      <MessagesSteps {...part} words="Message" />
      {message ? (
        <Opened {...part} message={message} />
      ) : (
        model.list.value && (
          <Notice
            tone="danger"
            level="h2"
            title="This message is not here"
            action={{ words: 'Back to the list', icon: 'left', act: model.close }}
          >
            It may be older than 90 days, or its patient’s data was removed.
          </Notice>
        )
      )}
    </section>
  )
}

function Opened({ portal, practice, model, message }: MessagesPart & { message: Message }) {
  const state = messageStates[message.state]
  const { now } = model
  const moment = (at: string) => <time dateTime={at}>{portal.words.value.moment(Date.parse(at), now.value)}</time>
  return (
    <>
      <div class="details-head">
        <h2 id={detailsId} tabIndex={-1}>
          {messageKind(message)}
        </h2>
        <Chip icon={state.icon} tone={state.tone}>
          {state.words}
        </Chip>
      </div>
      <div class="message-body">
        <Standing model={model} message={message} />
        <dl class="message-facts">
          <Fact name={messageReader(message)}>{message.recipient}</Fact>
          <Fact name="Written">{moment(message.at)}</Fact>
          {message.sentAt && <Fact name={message.state === 'kept' ? 'Kept' : 'Sent'}>{moment(message.sentAt)}</Fact>}
          {message.nextAt && message.tries > 0 && <Fact name="Tried again">{moment(message.nextAt)}</Fact>}
          <Fact name="Language">{languageName(message.language)}</Fact>
          {message.hasCalendar && <Fact name="Attached">Calendar entry</Fact>}
          {message.request && (
            <Fact name="About">
              <a href={formatRoute(practice.id, message.request, 'all')}>Open the request</a>
            </Fact>
          )}
          {message.patient && (
            <Fact name="About">
              <a href={formatPatient(practice.id, message.patient)}>Open the patient</a>
            </Fact>
          )}
        </dl>
        <MailText subject={message.subject} text={message.text} language={message.language} />
      </div>
    </>
  )
}

/** What went wrong, and what can be done. */
function Standing({ model, message }: Pick<MessagesPart, 'model'> & { message: Message }) {
  const failed = model.again.failure.value
  const tone = message.state === 'failed' ? 'danger' : 'warning'
  const tries = message.tries === 1 ? 'Tried once' : `Tried ${message.tries} times`
  const title =
    message.state === 'failed'
      ? message.toPatient
        ? 'The patient did not get this message'
        : 'This message did not arrive'
      : message.state === 'waiting' && message.fault
        ? 'This message has not left yet'
        : null
  if (!title && !model.isRepeatable(message)) return null
  return (
    <div class={title ? `note ${tone}` : 'note'}>
      <Icon name={title ? 'warn' : 'info'} />
      <div>
        <p class="strong">{title ?? 'This message was kept, not sent'}</p>
        {message.fault && (
          <p>
            {tries}: {message.fault}.
          </p>
        )}
        {message.state === 'failed' && message.toPatient && (
          <p>Call the patient, or check the address before you send it again.</p>
        )}
        {model.isRepeatable(message) && (
          <button
            type="button"
            class="button small"
            aria-busy={model.again.going.value}
            onClick={() => void model.sendAgain(message)}
          >
            <Icon name="sync" />
            {model.again.going.value ? 'Sending…' : message.state === 'kept' ? 'Send it now' : 'Send again'}
          </button>
        )}
        {failed && (
          <p class="danger" role="alert">
            {failed.problem?.detail ?? failureWords(failed)}
          </p>
        )}
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
