import { Fragment } from 'preact'

/** An address that wraps before this sign rather than anywhere. Copied by hand, it is still whole. */
export function Breakable({ text, before }: { text: string; before: '@' | '.' }) {
  return (
    <span class="break">
      {text.split(before).map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {at > 0 && before}
          {part}
        </Fragment>
      ))}
    </span>
  )
}
