use std::time::Duration;

/// What one run may use at most. Nothing has a default: whoever accepts pictures from strangers decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels (width times height) of the input and of the output, each.
    pub max_pixels: u64,
    /// Most bytes for all buffers that a run asks for, added up and never given back within the run. The input
    /// itself is not counted.
    pub max_memory: u64,
    /// Longest time from the call to the answer. Looked at between rows, between stages and whenever a codec reads
    /// or writes, so a run ends shortly after the limit, not exactly at it.
    pub max_time: Duration,
}
