/** The shape of the report, shown when counting takes more than 300 ms. */
export function ReportBones() {
  return (
    <div class="late" aria-busy="true">
      <p class="sr">Counting the requests…</p>
      <div class="report-parts" aria-hidden="true">
        <div class="figures">
          {[1, 2, 3, 4, 5, 6, 7].map((figure) => (
            <div key={figure} class={figure === 1 ? 'figure rate' : 'figure'}>
              <span class="bone big" />
              <span class="bone line" />
            </div>
          ))}
        </div>
        <div class="report-two">
          <div class="panel bones-panel" />
          <div class="panel bones-panel" />
        </div>
      </div>
    </div>
  )
}
