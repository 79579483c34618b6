/** What the team adds to `pedigree.yaml` after the rollback. */
export const gates = `
models:
  penguins:
    metrics: { accuracy: higher, f1_macro: higher, log_loss: lower, latency_p99_ms: lower }
    gates:
      production:
        - metric: accuracy
          min: 0.9
        - metric: latency_p99_ms
          max: 5
        - metric: accuracy
          slices: sex=*
          against: production
          tolerance: 0.01
        - metric: accuracy
          slices: island=*
          against: production
          tolerance: 0.01
        - signature: compatible
        - recorded: [code, data]
`
