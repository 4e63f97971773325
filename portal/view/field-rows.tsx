import type { Copies } from '../model/copies.ts'
import type { Field } from '../model/fields.ts'
import { Breakable } from './breakable.tsx'
import { CopyButton } from './copy-button.tsx'

/** Fields under each other, each with its own copy button. */
export function FieldRows({ fields, copies }: { fields: readonly Field[]; copies: Copies }) {
  return (
    <dl>
      {fields.map(({ key, label, value, aside, copy }) => (
        <div key={key} class="field-row">
          <dt>{label}</dt>
          <dd>
            <span class="value">
              {value === null ? (
                <span class="muted">Not given</span>
              ) : (
                <span class="typed">{key === 'email' ? <Breakable text={value} before="@" /> : value}</span>
              )}
              {aside && <span class="muted"> · {aside}</span>}
            </span>
            {value !== null && (
              <CopyButton copies={copies} id={key} label={label} text={copy ?? value} {...(copy ? { as: copy } : {})} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
