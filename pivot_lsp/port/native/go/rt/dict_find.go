package rt

import (
	"encoding/binary"
	"unsafe"
)

// Searches of dicts whose keys are ints or texts, most of all: the hash and the comparison stand where they are used,
// and nothing is called through a pointer.

// keyKind says which search a dict has.
type keyKind uint8

const (
	otherKeys keyKind = iota
	intKeys
	strKeys
)

func kindOf[K any]() keyKind {
	var zero K
	switch any(zero).(type) {
	case int:
		return intKeys
	case Str:
		return strKeys
	}
	return otherKeys
}

// findInt is find where K is int.
func (d *Dict[K, V]) findInt(key int) (int, uint64) {
	if d.last < len(d.entries) {
		if e := &d.entries[d.last]; e.hash != 0 && *(*int)(unsafe.Pointer(&e.key)) == key {
			return d.last, e.hash
		}
	}
	h := hashInt(key) | 1
	if d.index == nil && len(d.entries) > smallDict {
		d.hashGiven()
	}
	if d.index == nil {
		for i := range d.entries {
			if e := &d.entries[i]; e.hash == h && *(*int)(unsafe.Pointer(&e.key)) == key {
				d.last = i
				return i, h
			}
		}
		return -1, h
	}
	mask := len(d.index) - 1
	for slot := int(h>>1) & mask; ; slot = (slot + 1) & mask {
		place := int(d.index[slot])
		if place == 0 {
			return -1, h
		}
		if e := &d.entries[place-1]; *(*int)(unsafe.Pointer(&e.key)) == key && e.hash == h {
			d.last = place - 1
			return place - 1, h
		}
	}
}

// findStr is find where K is Str. A text that was asked for last is known by where it lies, unless the dict outlives the
// calls whose texts it is asked with.
func (d *Dict[K, V]) findStr(key Str) (int, uint64) {
	if key.bytes != 0 && key.bytes == d.asked.bytes && key.data == d.asked.data && d.last < len(d.entries) {
		if h := d.entries[d.last].hash; h != 0 {
			return d.last, h
		}
	}
	h := hashStr(key) | 1
	if d.index == nil && len(d.entries) > smallDict {
		d.hashGiven()
	}
	if d.index == nil {
		for i := range d.entries {
			if e := &d.entries[i]; e.hash == h && EqStr(*(*Str)(unsafe.Pointer(&e.key)), key) {
				d.note(i, key)
				return i, h
			}
		}
		return -1, h
	}
	mask := len(d.index) - 1
	for slot := int(h>>1) & mask; ; slot = (slot + 1) & mask {
		place := int(d.index[slot])
		if place == 0 {
			return -1, h
		}
		if e := &d.entries[place-1]; e.hash == h && EqStr(*(*Str)(unsafe.Pointer(&e.key)), key) {
			d.note(place-1, key)
			return place - 1, h
		}
	}
}

// note keeps the text that was found, and its place.
func (d *Dict[K, V]) note(place int, key Str) {
	if !d.lasting {
		d.last, d.asked = place, key
	}
}

// ---- hashes of texts

const spread = 0x9E3779B97F4A7C15

// hashStr takes whole words, the last ones overlapping: no loop over single bytes.
func hashStr(s Str) uint64 {
	b := unsafe.Slice(s.data, int(s.bytes))
	n := len(b)
	start := spread ^ uint64(n)
	switch {
	case n > 16:
		h := start
		for at := 0; at < n-8; at += 8 {
			h = mix(h^binary.LittleEndian.Uint64(b[at:]), spread)
		}
		return mix(h^binary.LittleEndian.Uint64(b[n-8:]), start)
	case n > 8:
		return mix(binary.LittleEndian.Uint64(b), start^binary.LittleEndian.Uint64(b[n-8:]))
	case n > 3:
		first, last := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[n-4:])
		return mix(uint64(first)<<32|uint64(last), start)
	case n > 0:
		return mix(uint64(b[0])<<16|uint64(b[n/2])<<8|uint64(b[n-1]), start)
	}
	return spread
}
