//! The compound file that Excel wrote until 2007: as much of its form as leads to one of its streams.

/// The end of a chain of sectors.
const END: u32 = 0xFFFF_FFFA;
/// Streams shorter than this stand in the small sectors.
const SMALL: u64 = 4096;

struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
}

/// The stream of one of these names, if the file has it and its chains are sound.
pub fn stream(bytes: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let sector = 1usize << word(bytes, 30)?.clamp(7, 16);
    let mut file = File { bytes, sector, table: Vec::new() };
    // Where the table of sectors stands: the first 109 places in the header, the others in a chain.
    let mut places: Vec<u32> = (0..109).filter_map(|i| long(bytes, 76 + 4 * i)).filter(|at| *at < END).collect();
    let mut next = long(bytes, 68)?;
    let most = bytes.len() / sector + 1;
    // A list that is followed by itself has as many places as one likes, or none.
    let mut lists = 0;
    while next < END && lists <= most {
        lists += 1;
        let list = file.at(next)?;
        places.extend((0..sector / 4 - 1).filter_map(|i| long(list, 4 * i)).filter(|at| *at < END));
        next = long(list, sector - 4)?;
    }
    for place in places.into_iter().take(most) {
        let list = file.at(place)?;
        let entries: Vec<u32> = (0..sector / 4).filter_map(|i| long(list, 4 * i)).collect();
        file.table.extend(entries);
    }
    let directory = file.chain(long(bytes, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let root = entries.first()?;
    let entry = entries.iter().find(|entry| names.iter().any(|name| name_of(entry) == *name))?;
    let (start, size) = (long(entry, 116)?, u64::from(long(entry, 120)?));
    // Whoever reads on unfolds the small sectors too, whether or not this stream lies in them.
    let (small, chains) = match long(bytes, 64)? {
        0 => (Vec::new(), Vec::new()),
        _ => (file.chain(long(root, 116)?)?, file.chain(long(bytes, 60)?)?),
    };
    let mut stream = if size < SMALL {
        let mut out = Vec::new();
        let mut at = start;
        while at < END && out.len() as u64 <= SMALL {
            out.extend_from_slice(small.get(at as usize * 64..at as usize * 64 + 64)?);
            at = long(&chains, at as usize * 4)?;
        }
        out
    } else {
        file.chain(start)?
    };
    stream.truncate(size as usize);
    Some(stream)
}

impl File<'_> {
    fn at(&self, sector: u32) -> Option<&[u8]> {
        let start = (sector as usize + 1).checked_mul(self.sector)?;
        // The last sector may be cut short; one that has nothing left would make a circle of itself without an end.
        self.bytes.get(start..).filter(|rest| !rest.is_empty()).map(|rest| &rest[..rest.len().min(self.sector)])
    }

    /// The sectors of a chain, joined; none where the chain runs in circles.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = start;
        while at < END {
            out.extend_from_slice(self.at(at)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            at = *self.table.get(at as usize)?;
        }
        Some(out)
    }
}

fn name_of(entry: &[u8]) -> String {
    let length = usize::from(word(entry, 64).unwrap_or(0)).saturating_sub(2).min(62);
    let units: Vec<u16> = entry[..length].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Two bytes as a number.
pub fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::stream;

    /// A header of sectors of 512 bytes: its first table at sector 0, its directory and its list of lists where told.
    fn header(directory: u32, lists: u32) -> Vec<u8> {
        let mut bytes = vec![0xFF; 512];
        bytes[30..32].copy_from_slice(&9u16.to_le_bytes());
        for (at, value) in [(48, directory), (60, 0), (64, 0), (68, lists), (76, 0)] {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_sector_behind_the_end_that_follows_itself_is_no_chain() {
        let mut bytes = header(1, u32::MAX);
        // Sector 1 begins where the file ends, and the table says that it goes on there.
        let table: Vec<u8> = [u32::MAX, 1].iter().flat_map(|n| n.to_le_bytes()).chain(vec![0xFF; 504]).collect();
        bytes.extend(table);
        assert_eq!(stream(&bytes, &["Workbook"]), None);
    }

    #[test]
    fn a_list_of_nothing_that_follows_itself_ends() {
        let mut bytes = header(u32::MAX, 1);
        bytes.extend(vec![0xFF; 512]);
        let list: Vec<u8> = vec![0xFF; 508].into_iter().chain(1u32.to_le_bytes()).collect();
        bytes.extend(list);
        assert_eq!(stream(&bytes, &["Workbook"]), None);
    }
}
