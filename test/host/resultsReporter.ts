import { reporters, Runner, type MochaOptions, type Test } from 'mocha'
import { writeResults, type Results } from './results'

/** Mocha's `spec`, and the counts in `test-results/<suite>.json`; the name is the reporter option `suite`. */
class ResultsReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options)
    const suite = String((options.reporterOptions as { suite?: string } | undefined)?.suite ?? 'unit')
    const results: Results = { suite, passed: 0, failed: 0, pending: 0, failures: [], finished: false }
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_BEGIN, EVENT_RUN_END } = Runner.constants
    runner.on(EVENT_RUN_BEGIN, () => writeResults(results))
    runner.on(EVENT_TEST_PASS, () => void results.passed++)
    runner.on(EVENT_TEST_PENDING, () => void results.pending++)
    runner.on(EVENT_TEST_FAIL, (test: Test, error: Error) => {
      results.failed++
      results.failures.push({ title: test.fullTitle(), message: String(error?.message ?? error) })
    })
    runner.on(EVENT_RUN_END, () => writeResults({ ...results, finished: true }))
  }
}

module.exports = ResultsReporter
