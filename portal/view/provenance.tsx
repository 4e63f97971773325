import type { RequestDetail } from '../../server/contract/desk.ts'
import { sourceOf } from '../model/fields.ts'
import type { Portal } from '../model/portal.ts'
import { Breakable } from './breakable.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'

/** Who made the request, when and where, and what the patient agreed to. */
export function Provenance({ portal, request }: { portal: Portal; request: RequestDetail }) {
  const { copies, words } = portal
  const source = sourceOf(request.source)
  return (
    <section aria-labelledby="provenance">
      <h3 id="provenance">Origin</h3>
      <dl class="facts">
        <div>
          <dt>Created by</dt>
          <dd>
            <b>Online appointment</b>
            <br />
            made {words.value.momentInFull(Date.parse(request.receivedAt))}
          </dd>
        </div>
        <div>
          <dt>Source</dt>
          <dd>
            {source.length === 0 && 'Not known'}
            {source.map((line) => (
              <span key={line} class="line">
                {line}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Website</dt>
          <dd>
            {request.origin ? <Breakable text={request.origin.replace(/^https:\/\//, '')} before="." /> : 'Not known'}
          </dd>
        </div>
        <div>
          <dt>Reference</dt>
          <dd class="with-copy">
            {request.reference}
            <CopyButton copies={copies} id="reference" label="Reference" text={request.reference} />
          </dd>
        </div>
      </dl>
      <h3 class="second">Consent</h3>
      <dl class="facts">
        <Consent to="Emails" agreed={request.consent.email} />
        <Consent to="Texts" agreed={request.consent.text} />
      </dl>
    </section>
  )
}

function Consent({ to, agreed }: { to: string; agreed: boolean }) {
  return (
    <div>
      <dt>{to}</dt>
      <dd class={agreed ? 'agreed' : ''}>
        <Icon name={agreed ? 'check' : 'x'} />
        {agreed ? ' Agreed' : ' Not agreed'}
      </dd>
    </div>
  )
}
