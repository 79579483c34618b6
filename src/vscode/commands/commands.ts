import { applyPolicy } from './applyPolicy'
import { approve, withdrawApproval } from './approve'
import { archive } from './archive'
import { asOf, backToNow } from './asOf'
import { check } from './check'
import type { Command } from './command'
import { compare } from './compare'
import { compareWithSelected, selectForCompare } from './compareSelected'
import { connect } from './connect'
import { copy, copyReference } from './copyReference'
import { diffRecords } from './diffRecords'
import { disconnect } from './disconnect'
import { exportCard } from './exportCard'
import { importCard } from './importCard'
import { init } from './init'
import { lineage } from './lineage'
import { diffCard, openCard, openCardAsText } from './openCard'
import { diffFile, openFile } from './openFile'
import { dropPending, retryPending } from './pending'
import { promote } from './promote'
import { pull } from './pull'
import { registerVersion } from './register'
import { removeAlias } from './removeAlias'
import { review } from './review'
import { rollback } from './rollback'
import { rollout } from './rollout'
import { setAlias } from './setAlias'
import { setWebhook } from './setWebhook'
import { showGate } from './showGate'
import { showVersion } from './showVersion'
import { openConfiguration, refresh, showLog, showMenu, showMore } from './small'
import { syncNow } from './sync'
import { timeline } from './timeline'
import { trustRegistry } from './trustRegistry'
import { verify } from './verify'

/** Every command by its id; those under `writing` need a trusted workspace. */
export const all: Record<'reading' | 'writing', Record<string, Command>> = {
  reading: {
    'pedigree.copyReference': copyReference,
    'pedigree.copy': copy,
    'pedigree.verify': verify,
    'pedigree.asOf': asOf,
    'pedigree.backToNow': backToNow,
    'pedigree.refresh': refresh,
    'pedigree.showVersion': showVersion,
    'pedigree.showGate': showGate,
    'pedigree.openCard': openCard,
    'pedigree.openCardAsText': openCardAsText,
    'pedigree.diffCard': diffCard,
    'pedigree.exportCard': exportCard,
    'pedigree.openFile': openFile,
    'pedigree.diffFile': diffFile,
    'pedigree.compare': compare,
    'pedigree.selectForCompare': selectForCompare,
    'pedigree.compareWithSelected': compareWithSelected,
    'pedigree.diffRecords': diffRecords,
    'pedigree.lineage': lineage,
    'pedigree.timeline': timeline,
    'pedigree.review': review,
    'pedigree.showLog': showLog,
    'pedigree.showMore': showMore,
    'pedigree.showMenu': showMenu,
    'pedigree.openConfiguration': openConfiguration,
  },
  writing: {
    'pedigree.init': init,
    'pedigree.connect': connect,
    'pedigree.disconnect': disconnect,
    'pedigree.trustRegistry': trustRegistry,
    'pedigree.syncNow': syncNow,
    'pedigree.retryPending': retryPending,
    'pedigree.dropPending': dropPending,
    'pedigree.registerVersion': registerVersion,
    'pedigree.promote': promote,
    'pedigree.rollout': rollout,
    'pedigree.rollback': rollback,
    'pedigree.approve': approve,
    'pedigree.withdrawApproval': withdrawApproval,
    'pedigree.check': check,
    'pedigree.archive': archive,
    'pedigree.setAlias': setAlias,
    'pedigree.removeAlias': removeAlias,
    'pedigree.pull': pull,
    'pedigree.importCard': importCard,
    'pedigree.applyPolicy': applyPolicy,
    'pedigree.setWebhook': setWebhook,
  },
}
