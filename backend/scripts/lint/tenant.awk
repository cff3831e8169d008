# Which statements may touch another customer's rows? tenant.awk sql/*.sql backend/src/sql/*.c
#
# The tables with a customer_id are read from the migrations. A function that reads one must be bound to who asks: by
# query_tenant or query_warehouse, a condition on customer_id, a helper that is given the query and does so, or
# query_untenanted as the exception in plain sight. A function that writes to one may name the row instead (id = ?): it was
# read, bound, a step before. What works for no caller in particular is listed here, with its reason.
BEGIN {
	# The worker's: the store is that of the job, which no caller names.
	split("ingest_sql_seen ingest_sql_knows_tracking ingest_sql_lines ingest_sql_set_lines store_sql_due", names, " ")
	for (i in names) allowed[names[i]]
	# The queue's lanes belong to a lane's key, never to a person.
	split("job_sql_add lane_lock lane_release job_sql_renew job_sql_sweep", names, " ")
	for (i in names) allowed[names[i]]
	# Before anybody is known: signing in, and a consent that is found by its one-time word.
	split("user_sql_by_email consent_sql_spend", names, " ")
	for (i in names) allowed[names[i]]
	# Run from the command line alone.
	split("practice_sql_rows practice_sql_users practice_sql_stores practice_sql_mark_stores restore_sql_writebacks restore_sql_sessions restore_sql_jobs", names, " ")
	for (i in names) allowed[names[i]]
	# Parts of a query that the caller has bound.
	split("add_table add_stood", names, " ")
	for (i in names) allowed[names[i]]
	# Chores of the clock: what is old goes, whose ever it is.
	split("delivery_sql_prune hook_sql_prune", names, " ")
	for (i in names) allowed[names[i]]
	# By a parent that was read, bound, a step before.
	split("wave_sql_lock sync_sql_finish", names, " ")
	for (i in names) allowed[names[i]]
}

FILENAME ~ /\.sql$/ {
	if (match($0, /^CREATE TABLE IF NOT EXISTS [a-z_]+/)) table = substr($0, 28, RLENGTH - 27)
	else if ($0 ~ /^  customer_id /) customers[table]
	next
}

/^[a-z].*\(/ { head = $0; sub(/\(.*/, "", head); sub(/.*[ *]/, "", head) }
/^\{/ { name = head; at = FILENAME ":" FNR; body = "" }
name != "" { body = body "\n" $0 }
/^\}/ && name != "" {
	n++
	of[n] = name; where[n] = at; text[n] = body
	if (body ~ /query_tenant|query_warehouse|query_untenanted|customer_id = /) binds[name]
	name = ""
}

# The statements of a function, as one text; what it names behind FROM, JOIN or UPDATE.
function literals(code,   out) {
	out = ""
	while (match(code, /"([^"\\]|\\.)*"/)) {
		out = out substr(code, RSTART + 1, RLENGTH - 2) " "
		code = substr(code, RSTART + RLENGTH)
	}
	return out
}
function touched(sql,   m, word) {
	while (match(sql, /(FROM|JOIN|UPDATE) [a-z_]+/)) {
		word = substr(sql, RSTART, RLENGTH)
		sub(/.* /, "", word)
		if (word in customers) return word
		sql = substr(sql, RSTART + RLENGTH)
	}
	return ""
}
function handed(code,   helper) {
	for (helper in binds)
		if (match(code, "[^a-z_]" helper "\\((c, )?&?q[,)]")) return 1
	return 0
}
END {
	for (i = 1; i <= n; i++) {
		sql = literals(text[i])
		table = touched(sql)
		if (table == "") continue
		seen++
		if (of[i] in allowed) { used[of[i]]; continue }
		if (of[i] in binds || handed(text[i])) continue
		if (sql !~ /SELECT/ && sql ~ /WHERE ([a-z]+\.)?id = \?/) continue
		print where[i] " " of[i] " touches " table " and is not bound to a customer"
	}
	for (name in allowed) if (!(name in used)) print "backend/scripts/lint/tenant.awk: " name " is allowed and not there"
	if (seen < 50) print "backend/scripts/lint/tenant.awk: only " seen + 0 " functions were understood"
}
