package rt

import (
	"strings"
	"testing"
)

func TestDictsOfIntsAndTextsFindWhatStandsThere(t *testing.T) {
	ints, texts := NewDict[int, int](), NewDict[Str, int]()
	texts.lasting = false // as in a call
	for i := range 200 {
		key := S(strings.Repeat("x", i%40) + string(rune('a'+i%26)))
		Set(ints, i*7919-500, i)
		before := GetOr(texts, key, -1)
		Set(texts, key, i)
		expect(t, "set", GetItem(texts, S(key.String())), i)
		if i%3 == 0 {
			expect(t, "pop", PopItem(texts, key), i)
			expect(t, "has", Has(texts, key), false)
			if before >= 0 {
				Set(texts, key, before)
			}
		}
		expect(t, "get", GetItem(ints, i*7919-500), i)
		expect(t, "missing", Has(ints, i), false)
	}
	expect(t, "length", LenDict(ints), 200)
}

func TestTheEmptyTextIsAKeyLikeOthers(t *testing.T) {
	d := NewDict[Str, int]()
	d.lasting = false
	Set(d, S("a"), 1)
	expect(t, "before", Has(d, S("")), false)
	Set(d, S(""), 2)
	expect(t, "one", GetItem(d, S("a")), 1)
	expect(t, "empty", GetItem(d, Str{}), 2)
	Delete(d, S("a"))
	expect(t, "gone", Has(d, S("a")), false)
}

func TestATextThatStandsWhereAnotherStoodIsAnotherInAConstant(t *testing.T) {
	d := MakeDict(P2(S("ab"), 1), P2(S("cd"), 2)) // made before any call
	memory := []byte("ab")
	key := Str{data: &memory[0], bytes: 2, chars: 2}
	expect(t, "first", GetItem(d, key), 1)
	copy(memory, "cd")
	expect(t, "second", GetItem(d, key), 2)
}
