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
    while next < END && places.len() <= most {
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
    let mut stream = if size < SMALL {
        let small = file.chain(long(root, 116)?)?;
        let chains = file.chain(long(bytes, 60)?)?;
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
        // The last sector may be cut short.
        self.bytes.get(start..).map(|rest| &rest[..rest.len().min(self.sector)])
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
