//! Operating a store: every command is one order, carried out on the store itself or by the server that has it open.

mod carry_out;
mod control;
mod order;
mod place;

pub(crate) use carry_out::{Operated, worst_case};
pub(crate) use control::Control;
pub(crate) use order::{Answer, Order, ShorteningAnswer, StatusAnswer, SweepAnswer};
pub(crate) use place::{Form, Place, print_json};
