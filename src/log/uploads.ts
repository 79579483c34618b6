import type { Db } from '../sqlite/db'
import type { Upload, UploadJournal } from '../store/uploadJournal'

/** Uploads of large files that were begun, so that one that was killed is not begun again. */
export const uploads = (db: Db): UploadJournal => ({
  load: (key) => {
    const row = db.get<{ state: string }>('select state from upload where key = :key', { key })
    return row && (JSON.parse(row.state) as Upload)
  },
  save: (key, upload) =>
    void db.run('insert or replace into upload (key, state) values (:key, :state)', {
      key,
      state: JSON.stringify(upload),
    }),
  remove: (key) => void db.run('delete from upload where key = :key', { key }),
})
