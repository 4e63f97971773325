/** Something to be timed; it returns a number of its answer, so that the answer can't be left unmade. */
export interface Task {
  readonly name: string
  run(): number
}

/** Milliseconds. */
export interface Timing {
  readonly median: number
  /** The best of the medians of three thirds of the rounds: what the machine can do when others leave it alone. */
  readonly best: number
  /** By round; slow tasks are left out of some. */
  readonly samples: readonly (number | undefined)[]
}

/** A sample repeats a task until it lasts about so long: far above the clock's grain. */
const SAMPLE_MS = 4

export interface Effort {
  /** About how long each task may take in all its rounds. */
  readonly budgetMs: number
  readonly warmUpMs: number
  readonly rounds: number
  /** Rounds that a task takes part in however slow it is. */
  readonly leastRounds: number
}

const thorough: Effort = { budgetMs: 1500, warmUpMs: 150, rounds: 27, leastRounds: 3 }

/** Times tasks in turns, round by round, so that a busy machine hits all alike. */
export function measure(tasks: readonly Task[], effort: Effort = thorough): Map<string, Timing> {
  const plans = tasks.map((task) => {
    const once = warmUp(task, effort.warmUpMs)
    const batch = Math.max(1, Math.ceil(SAMPLE_MS / once))
    const affordable = Math.floor(effort.budgetMs / (once * batch))
    const rounds = Math.max(effort.leastRounds, Math.min(effort.rounds, affordable))
    // What may be asked once and took all that it may take has been measured by its warm-up.
    const samples: (number | undefined)[] = affordable === 0 && rounds === 1 ? [once] : []
    const every = samples.length > 0 ? Number.POSITIVE_INFINITY : Math.ceil(effort.rounds / rounds)
    return { task, batch, every, samples }
  })
  for (let round = 0; round < effort.rounds; round++) {
    for (let i = 0; i < plans.length; i++) {
      // Everyone comes after everyone else in some round: what one leaves to the collector isn't always the same one's.
      const plan = plans[(i + round) % plans.length]!
      plan.samples.push((round + 1) % plan.every === 0 ? sample(plan.task, plan.batch) : undefined)
    }
  }
  return new Map(plans.map(({ task, samples }) => [task.name, timingOf(samples)]))
}

/** How many times as long `slow` takes as `fast`, round by round where both were measured. */
export function ratioOf(slow: Timing, fast: Timing): number {
  const ratios = slow.samples.flatMap((sample, i) => {
    const other = fast.samples[i]
    return sample === undefined || other === undefined ? [] : [sample / other]
  })
  return medianOf(ratios)
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function timingOf(samples: readonly (number | undefined)[]): Timing {
  const taken = samples.filter((sample) => sample !== undefined)
  const third = Math.ceil(taken.length / 3)
  const medians = [0, 1, 2].map((i) => taken.slice(i * third, (i + 1) * third)).filter((part) => part.length > 0)
  return { median: medianOf(taken), best: Math.min(...medians.map(medianOf)), samples }
}

function warmUp(task: Task, warmUpMs: number): number {
  const began = performance.now()
  const times: number[] = []
  do times.push(sample(task, 1))
  while (performance.now() - began < warmUpMs)
  return medianOf(times.slice(times.length >> 1))
}

/** Sum of all answers: read at the end, so that no run is for nothing. */
let answered = 0

function sample(task: Task, batch: number): number {
  const began = performance.now()
  for (let i = 0; i < batch; i++) answered += task.run()
  const time = (performance.now() - began) / batch
  if (!Number.isFinite(answered)) throw new Error(`${task.name} gave no answer`)
  return time
}
