//! What the figures of each case of the store are of; every rival does what is said here and no more.

/// Above all tables.
pub(super) const ALL: &str = "All on the same disk in one run; only ratios count. A system that is not installed is `not measured`. \
Only Candor's store encrypts, hashes, and gives receipts. Bodies do not compress. SQLite runs in the same process with its \
write-ahead log and `synchronous=FULL`. PostgreSQL is a private cluster with its own settings, asked through its Rust client; \
Redis syncs its append-only file before it answers (`appendfsync always`, no snapshots). Both are asked over a Unix socket. \
`store to it` is the store's rate over that of the system: above 1 the store is faster.";

/// Above the table of a case; empty where its columns say all.
pub(super) fn of(case: &str) -> &'static str {
    match case {
        "ingest" => {
            "As many writers for each, each answered when its record is synced; the median of three interleaved rounds, each in a \
             new directory. `raw file, grouped` appends to one file and `sqlite, grouped` inserts rows, both with the store's \
             group commit: one thread, up to 64 records, one sync. `sqlite` has a transaction per record behind one lock. \
             PostgreSQL and Redis have a connection per writer, a transaction or a `SET` with an end per record, and their own \
             group commit. All rows have an index on their end."
        }
        "enforcement" => {
            "The same bodies through the runtime, which looks up the policy, and straight into the store."
        }
        "reads" => {
            "Whole bodies by their id, chosen uniformly by one reader; the median of three interleaved rounds. Every body is read \
             once before, so none comes from the disk. The store decrypts and verifies what it reads. `raw file` is one `pread` at \
             a known offset."
        }
        "roles" => {
            "The roles of GDPRbench over bodies of 256 bytes, ten records of a person, chosen uniformly, one operation after \
             another: customer, processor and controller with the mixes of its maintained fork, the regulator with that of its \
             paper (46 % metadata of a person, 31 % the log of an erasure, 23 % whether an erasure happened). A change is a new \
             object and the erasure of the old one. Redis keeps a set per person. For the regulator one record in ten was erased \
             before: the store makes its receipt, and verifies it; the rivals look up a row that says so, and that the record is \
             not there."
        }
        "ends" => {
            "Small buckets that end one after another, for the spread. Milliseconds are counted from E: until the key ring on disk \
             is without the key, until the files are unlinked and their absence is durable. `sync` is one write and sync of 4 KiB \
             between the same ends."
        }
        "recovery" => {
            "Opening the full store of the case below, the memory of its index, and milliseconds until a read after E is refused."
        }
        "expiry" => {
            "Bodies of 256 bytes, one run each. For the store, `unreadable` is when the key ring on disk is without the key, and \
             `bytes gone` when the files are unlinked and their absence is durable. SQLite: one `DELETE` of the rows that are due \
             and a checkpoint. PostgreSQL: `DELETE` and `VACUUM`. Redis: its own expiry, every key due at one instant \
             (`PEXPIREAT`), until `DBSIZE` is without them; no key is read meanwhile. It refuses a read of such a key at once, \
             as an application does that compares the end. `copies left` are bodies that are due and still stand in any file of \
             the system. `its time to …` is the system's time over the store's, also where its bytes stay; where Redis was not \
             waited for any longer, it is the least that it can be."
        }
        "residue" => {
            "Bodies of 256 bytes that begin with a canary; every second one is due. Counted in all files of the system's directory \
             after its own way of deleting, and after the further step that its manual names. A copy may be counted more than once \
             where the system keeps several. Freed blocks of the file system are not looked at, for none of them."
        }
        "receipts" => {
            "A receipt proves that one object was among what a bucket's end destroyed. Making one reads the set of what was \
             destroyed. One thread. `none`: the system has no such thing."
        }
        _ => "",
    }
}
