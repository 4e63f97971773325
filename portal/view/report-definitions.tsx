const definitions: readonly (readonly [term: string, meaning: string])[] = [
  [
    'Received',
    'Every request that a patient sent, in the month in which it came, by the practice’s clock. One that its patient replaced by another before an answer is not counted: only the other is.',
  ],
  [
    'Accepted',
    'An appointment was linked or made, at the time asked for or at another. It stays accepted when the visit is called off later, or nobody comes.',
  ],
  ['Changed time', 'Accepted, but not as asked for. It counts as accepted; the causes are those that staff chose.'],
  ['Rejected', 'Staff refused it, with a reason.'],
  ['Cancelled', 'The patient withdrew it before an answer. It does not lower the rate.'],
  ['Expired', 'Nobody answered before its time had come.'],
  ['Acceptance', 'Accepted ÷ (accepted + rejected + expired). What is pending or cancelled is left out.'],
  [
    'Answered in',
    'From sending to the first answer by staff, or by the PMS. Half of the answers came within the time shown.',
  ],
  ['Practitioner', 'The one the visit is with now; of several who see the patient together, the first.'],
  [
    'Source',
    'The word that the link carried (utm_source). Without one, the website that led to the booking. Else Website or Hosted page, where it was sent from; Another program is no web page at all.',
  ],
]

/** What each number means. */
export function Definitions() {
  return (
    <section class="panel definitions" aria-labelledby="definitions">
      <div class="panel-head">
        <h2 id="definitions">How this is counted</h2>
      </div>
      <dl>
        {definitions.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
