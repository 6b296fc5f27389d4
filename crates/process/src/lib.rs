//! Image operations under limits of pixels, memory and time.
//!
//! Pictures come from strangers, so decoding is the riskiest thing that a server does with them. This crate does
//! nothing else: it knows no policy, no store and no network, and it never writes a file. [`run`] takes bytes and
//! gives bytes. The output is always encoded anew from pixels, so nothing of the input's metadata (camera, place,
//! embedded thumbnail, colour profile) can travel with it; the orientation that the metadata asked for is applied
//! to the pixels first.

mod budget;
mod decode;
mod encode;
mod fault;
mod format;
mod jpeg_structure;
mod limits;
mod nearest;
mod operations;
mod output;
mod parameters;
mod picture;
mod resample;

use std::collections::BTreeMap;

pub use fault::Fault;
pub use format::sniff;
pub use limits::Limits;
pub use operations::{OperationCard, operations};
pub use output::Output;
pub use parameters::{ParameterCard, ParameterKind};

use budget::Budget;
use parameters::Arguments;

/// Runs one operation on a picture.
///
/// Parameters that are absent take the default of their card; an unknown parameter is a fault, never ignored. All
/// checks that need no pixels come before the first pixel is decoded. The call blocks for at most about
/// `limits.max_time`; run it away from threads that must stay responsive.
///
/// # Errors
/// Every [`Fault`] is in plain words and safe to show to whoever sent the picture.
pub fn run(
    operation: &str,
    parameters: &BTreeMap<String, String>,
    input: &[u8],
    limits: &Limits,
) -> Result<Output, Fault> {
    let card = operations::find(operation)?;
    let arguments = Arguments::read(card, parameters)?;
    let budget = Budget::start(limits);
    let picture = decode::decode(input, &budget)?;
    let edited = (card.apply)(picture, &arguments, &budget)?;
    budget.check_time()?;
    encode::encode(&edited, &budget)
}
