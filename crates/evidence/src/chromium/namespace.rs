//! A network namespace for one browser and the server of its page: a machine with nothing but a loopback.

use std::net::TcpListener;
use std::os::fd::AsRawFd;

use nix::sched::{CloneFlags, unshare};
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, recv, sendto, socket,
};

/// Runs something on a thread whose network is a namespace of its own. Sockets that it opens and processes that it starts
/// stay there.
///
/// # Errors
/// Plain words where the system does not allow a namespace, or its loopback cannot be raised.
pub(crate) fn within<T: Send>(
    work: impl FnOnce() -> Result<T, String> + Send,
) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            unshare(CloneFlags::CLONE_NEWNET)
                .map_err(|error| format!("a network namespace is not allowed here: {error}"))?;
            raise_loopback()?;
            work()
        });
        thread
            .join()
            .unwrap_or_else(|_| Err("the thread of the namespace ended by a fault".to_owned()))
    })
}

/// Whether a namespace can be had.
pub(crate) fn is_allowed() -> bool {
    within(|| {
        TcpListener::bind("127.0.0.1:0")
            .map(drop)
            .map_err(|error| error.to_string())
    })
    .is_ok()
}

/// Sets the loopback up by one message of rtnetlink: RTM_NEWLINK for interface 1 with IFF_UP.
fn raise_loopback() -> Result<(), String> {
    const RTM_NEWLINK: u16 = 16;
    const NLM_F_REQUEST_ACK: u16 = 1 | 4;
    const IFF_UP: u32 = 1;
    let failed = |error: nix::errno::Errno| format!("the loopback cannot be raised: {error}");
    let mut message = Vec::with_capacity(32);
    message.extend_from_slice(&32_u32.to_ne_bytes());
    message.extend_from_slice(&RTM_NEWLINK.to_ne_bytes());
    message.extend_from_slice(&NLM_F_REQUEST_ACK.to_ne_bytes());
    message.extend_from_slice(&1_u32.to_ne_bytes());
    message.extend_from_slice(&0_u32.to_ne_bytes());
    // struct ifinfomsg: family, padding, type, index, flags, change.
    message.extend_from_slice(&[0, 0, 0, 0]);
    message.extend_from_slice(&1_i32.to_ne_bytes());
    message.extend_from_slice(&IFF_UP.to_ne_bytes());
    message.extend_from_slice(&IFF_UP.to_ne_bytes());
    let route = socket(
        AddressFamily::Netlink,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::NetlinkRoute,
    )
    .map_err(failed)?;
    sendto(
        route.as_raw_fd(),
        &message,
        &NetlinkAddr::new(0, 0),
        MsgFlags::empty(),
    )
    .map_err(failed)?;
    let mut answer = [0_u8; 1024];
    let length = recv(route.as_raw_fd(), &mut answer, MsgFlags::empty()).map_err(failed)?;
    // struct nlmsgerr begins after the header of 16 bytes with a negative errno, 0 for success.
    let code = answer
        .get(16..20)
        .filter(|_| length >= 20)
        .and_then(|bytes| bytes.try_into().ok())
        .map(i32::from_ne_bytes);
    match code {
        Some(0) => Ok(()),
        _ => Err("the loopback cannot be raised".to_owned()),
    }
}
