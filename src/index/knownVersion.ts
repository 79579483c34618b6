/** In place of a check: an event about a version that the model does not have finds no row and changes nothing. */
export const known = 'from version where id = :version and model = :model'
// SQLite compiles a statement anew at each run if what it sorts, or what `exists`, is found by a bare parameter: hence + and no exists.
export const keyOf = `(select key ${known})`
