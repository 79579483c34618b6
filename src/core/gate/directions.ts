import { own } from '../own'

export type Direction = 'higher' | 'lower'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean))

const lower = words(`
  loss losses logloss error errors err rmse mae mse rmsle msle mape smape wape mase mad nll crossentropy perplexity ppl
  wer cer ter eer fpr fnr fdr brier ece hamming fid kld divergence misclassification misclassified miss false residual
  residuals regret latency duration elapsed runtime delay lag ms us ns millis milliseconds seconds secs cost costs
  memory bytes kb mb gb kib mib gib rss toxicity hallucination hallucinations disparity failure failures timeouts drift
  psi co2 emissions
`)
const higher = words(`
  accuracy acc precision recall sensitivity specificity f1 f2 fbeta fscore auc auroc auprc aucpr roc gini mcc kappa r2
  likelihood map mrr ndcg dcg hits hitrate bleu rouge meteor chrf iou miou dice jaccard psnr ssim tpr tnr ppv npv
  correlation pearson spearman similarity throughput qps rps tps uplift lift coverage reward
`)

/** Are higher or lower values of a metric better, as its name says? undefined where it says nothing. */
export function directionOf(metric: string): Direction | undefined {
  const parts = metric
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const rate = parts.indexOf('per')
  const told = rate > 0 && isTime(parts[rate + 1]) ? (saysOf(parts.slice(0, rate)) ?? 'higher') : saysOf(parts)
  // As scikit-learn writes scores: neg_mean_squared_error.
  return /^neg(ative)?$/.test(parts[0] ?? '') && told ? (told === 'lower' ? 'higher' : 'lower') : told
}

/** `latency_p99_ms`, `time_to_first_token`: lower. What speaks for both, such as `accuracy_loss`, is lower. */
function saysOf(parts: readonly string[]): Direction | undefined {
  const isTaken = parts.at(-1) === 'time' || (parts[0] === 'time' && parts[1] === 'to')
  const isEntropy = parts.some((part, i) => part === 'cross' && parts[i + 1] === 'entropy')
  if (isTaken || isEntropy || parts.some((part) => lower.has(part))) return 'lower'
  return parts.some((part) => higher.has(part)) ? 'higher' : undefined
}

const isTime = (part = ''): boolean => /^(s|sec|second|min|minute|hour|day)s?$/.test(part)

/** What the policy says, else what the name says, else higher: then it is assumed. */
export function directionFor(
  directions: Readonly<Record<string, Direction>>,
  metric: string,
): { direction: Direction; isAssumed: boolean } {
  const told = own(directions, metric) ?? directionOf(metric)
  return { direction: told ?? 'higher', isAssumed: told === undefined }
}
